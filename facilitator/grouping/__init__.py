"""Suggests themes for short ideas in Finnish, Swedish and English: offline, deterministic, with reasons.

The pipeline: detect the language of each idea, reduce words to base forms and split compounds, weigh words and letter
n-grams (TF-IDF), build a similarity graph (optionally with embeddings and theme packs), find communities in it
(Louvain), refine and name them. The result is a proposal; a person accepts, changes or ignores it.

Scores that comments here quote are the share of manual sorting that a suggestion saves on evaluation sets of real and
written ideas: 1 - (misplaced or ungrouped ideas + groups to be merged) / ideas. One single group scores about 0.2.

numpy and the dictionaries are slow to import, so the program imports this package only when a suggestion is requested.
"""
