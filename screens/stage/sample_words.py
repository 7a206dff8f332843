"""Texts of the sample views: steps, tags, ideas and themes, in three languages. Data only."""

from __future__ import annotations

from collections.abc import Mapping

from facilitator.view import Tag, Text, Words

TITLE = {
    "fi": "Mitä minä voin tehdä asiakaskokemuksen hyväksi?",
    "sv": "Vad kan jag göra för en bättre kundupplevelse?",
    "en": "What can I do for customer experience?",
}


def _words(fi: str, sv: str, en: str) -> Words:
    return {"fi": fi, "sv": sv, "en": en}


TAGS = (
    Tag(
        id="feeling",
        symbol="♥",
        label=_words("Tunne", "Känsla", "Feeling"),
        hint=_words(
            "Miltä asiointi tuntui? Tuliko asiakas kuulluksi?",
            "Hur kändes det? Blev kunden hörd?",
            "How did it feel? Was the customer heard?",
        ),
    ),
    Tag(
        id="efficiency",
        symbol="»",
        label=_words("Tehokkuus", "Effektivitet", "Efficiency"),
        hint=_words(
            "Hoituiko asia kerralla ja luvatussa ajassa?",
            "Sköttes ärendet på en gång och inom utlovad tid?",
            "Was it done in one go and on time?",
        ),
    ),
    Tag(
        id="ease",
        symbol="○",
        label=_words("Helppous", "Enkelhet", "Ease"),
        hint=_words(
            "Löytyikö oikea ihminen ja ohje vaivatta?",
            "Var det lätt att hitta rätt person och anvisning?",
            "Was the right person and guidance easy to find?",
        ),
    ),
)

SIZES = (
    Tag(id="small", symbol="", label=_words("Pieni teko", "Liten handling", "Small deed")),
    Tag(id="large", symbol="", label=_words("Suuri teko", "Stor handling", "Large deed")),
)

TEXTS = (
    Text(id="a1", text="Soitan asiakkaalle ennen kuin lähetän kielteisen päätöksen.", lang="fi", tag="feeling"),
    Text(
        id="a2",
        text="Vastaan sähköpostiin kahden työpäivän kuluessa – vaikka vain kertomalla, milloin vastaus tulee.",
        lang="fi",
        tag="efficiency",
    ),
    Text(id="a3", text="Jag rensar bort förkortningar och lagtermer ur min anvisning.", lang="sv", tag="ease"),
    Text(id="a4", text="Kysyn lopuksi: saitko vastauksen kysymykseesi?", lang="fi", tag="feeling"),
    Text(id="a5", text="I update the web page to show who handles what.", lang="en", tag="ease"),
    Text(id="a6", text="Kerron käsittelyajan jo ensimmäisessä viestissä.", lang="fi"),
)

NAMES = (
    ("Kerromme aikataulun heti", 21),
    ("Soitamme ennen ikävää kirjettä", 15),
    ("Yksi ohje, yksi paikka", 15),
    ("Puhumme ilman lyhenteitä", 9),
    ("Varmistamme, että asia ymmärrettiin", 7),
    ("Ohjaamme oikealle ihmiselle kerralla", 6),
    ("Kysymme palautetta heti asioinnin jälkeen", 2),
    ("Näytämme, että olemme ihmisiä", 0),
)

LEVELS = (
    _words("Erittäin huonosti", "Mycket dåligt", "Very poorly"),
    _words("Melko huonosti", "Ganska dåligt", "Rather poorly"),
    _words("Vaihtelevasti", "Det varierar", "It varies"),
    _words("Melko hyvin", "Ganska bra", "Rather well"),
    _words("Erittäin hyvin", "Mycket bra", "Very well"),
)

POINTS = (
    _words("Vähän", "Lite", "A little"),
    _words("Jonkin verran", "En del", "Some"),
    _words("Paljon", "Mycket", "A lot"),
)

STEPS: Mapping[str, tuple[int, Words, Words, Words]] = {
    # number, title, question, help
    "welcome": (
        1,
        _words("Tervetuloa", "Välkommen", "Welcome"),
        _words("Avaa kamera ja lue koodi.", "Öppna kameran och läs koden.", "Open your camera and scan the code."),
        {},
    ),
    "scale": (
        2,
        _words("Alkupulssi", "Startpuls", "Opening pulse"),
        _words(
            "Kuinka hyvin asiakas näkyy omassa työviikossasi juuri nyt?",
            "Hur väl syns kunden i din egen arbetsvecka just nu?",
            "How well does the customer show in your own working week right now?",
        ),
        _words(
            "Yksi napautus riittää. Voit vaihtaa vastaustasi, kunnes vaihe suljetaan.",
            "Det räcker med ett tryck. Du kan ändra ditt svar tills delen stängs.",
            "One tap is enough. You can change it until the step closes.",
        ),
    ),
    "info": (
        3,
        _words("Kolme linssiä", "Tre linser", "Three lenses"),
        _words(
            "Asiakas muistaa kolme asiaa: miltä asiointi tuntui, hoituiko se kerralla ja oliko se vaivatonta.",
            "Kunden minns tre saker: hur det kändes, om det sköttes på en gång och om det var lätt.",
            "A customer remembers three things: how it felt, whether it was done in one go, and whether it was easy.",
        ),
        {},
    ),
    "talk": (
        4,
        _words("Oma hyvä kokemus", "En egen bra upplevelse", "Your own good experience"),
        _words(
            "Milloin sait itse viimeksi erityisen hyvää palvelua? Mitä se ihminen teki?",
            "När fick du själv senast riktigt bra service? Vad gjorde den personen?",
            "When did you last get especially good service yourself? What did that person do?",
        ),
        _words(
            "Mieti minuutti itse, kerro sitten parillesi.",
            "Tänk en minut själv, berätta sedan för din granne.",
            "Think for a minute, then tell the person next to you.",
        ),
    ),
    "text": (
        5,
        _words("Hiljainen ideointi", "Tyst idégenerering", "Silent ideas"),
        TITLE,
        _words(
            "Yksi idea kerrallaan. Aloita verbillä: soitan, kerron, kysyn …",
            "En idé i taget. Börja med ett verb: jag ringer, jag berättar, jag frågar …",
            "One idea at a time. Start with a verb: I call, I tell, I ask …",
        ),
    ),
    "pick": (
        6,
        _words("Nosta yksi", "Lyft fram en", "Raise one"),
        _words(
            "Lue ideasi vierustoverille. Nosta niistä yksi yhteiseen listaan.",
            "Läs upp dina idéer för din granne. Lyft fram en av dem till den gemensamma listan.",
            "Read your ideas to your neighbour. Raise one of them to the shared list.",
        ),
        _words(
            "Saat muokata sanamuotoa ennen nostoa.",
            "Du får putsa formuleringen innan du lyfter fram idén.",
            "You may polish the wording before raising.",
        ),
    ),
    "group": (
        7,
        _words("Ryhmitellään teemoiksi", "Vi grupperar i teman", "Grouping into themes"),
        _words("Mitkä ideat kuuluvat yhteen?", "Vilka idéer hör ihop?", "Which ideas belong together?"),
        {},
    ),
    "vote": (
        8,
        _words("Äänestys", "Omröstning", "Vote"),
        _words(
            "Mitkä teot parantaisivat asiakkaan kokemusta eniten?",
            "Vilka handlingar skulle förbättra kundens upplevelse mest?",
            "Which deeds would improve the customer's experience most?",
        ),
        _words(
            "Äänet näkyvät vasta, kun äänestys suljetaan.",
            "Rösterna visas först när omröstningen stängs.",
            "Votes are shown only when voting closes.",
        ),
    ),
    "results": (
        9,
        _words("Mitä näemme?", "Vad ser vi?", "What do we see?"),
        _words(
            "Mikä yllätti? Jäikö jokin hyvä idea ilman ääniä?",
            "Vad överraskade? Blev någon bra idé utan röster?",
            "What surprised you? Did a good idea get no votes?",
        ),
        _words(
            "Äänet ovat keskustelun alku, eivät päätös.",
            "Rösterna är början på samtalet, inte beslutet.",
            "Votes start the conversation, they do not decide.",
        ),
    ),
    "rate": (
        10,
        _words("Pieni vai suuri teko?", "Liten eller stor handling?", "Small or large deed?"),
        _words(
            "Paljonko asiakas hyötyy – ja mitä teko vaatii meiltä?",
            "Hur mycket vinner kunden – och vad kräver handlingen av oss?",
            "How much does the customer gain – and what does the deed ask of us?",
        ),
        _words(
            "Arvioi viisi eniten ääniä saanutta teemaa.",
            "Bedöm de fem teman som fick flest röster.",
            "Rate the five themes with most votes.",
        ),
    ),
    "commit": (
        11,
        _words("Oma lupaus", "Mitt löfte", "My promise"),
        _words(
            "Mikä on minun tekoni – ja milloin aloitan?",
            "Vilken är min handling – och när börjar jag?",
            "What is my deed – and when do I start?",
        ),
        _words(
            "Lupaus on sinun. Näytöllä näkyy vain lukumäärä, ellet itse valitse jakaa sitä.",
            "Löftet är ditt. På skärmen syns bara antalet, om du inte själv väljer att dela det.",
            "The promise is yours. The screen shows only a count unless you choose to share it.",
        ),
    ),
    "action": (
        12,
        _words("Yhteiset toimenpiteet", "Gemensamma åtgärder", "Shared actions"),
        _words("Mitä teemme yhdessä?", "Vad gör vi tillsammans?", "What do we do together?"),
        {},
    ),
    "close": (
        13,
        _words("Kiitos – mitä seuraavaksi", "Tack – vad händer nu", "Thank you – what next"),
        _words(
            "Kooste lähetetään osallistujille viimeistään huomenna.",
            "Sammanfattningen skickas till deltagarna senast i morgon.",
            "The summary is sent to participants tomorrow at the latest.",
        ),
        _words("Tallenna lupauksesi kalenteriin", "Spara ditt löfte i kalendern", "Save your promise to your calendar"),
    ),
}
