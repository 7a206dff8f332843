"""The web server for phones: pages and HTTP interface. Starlette and uvicorn are imported nowhere else."""
