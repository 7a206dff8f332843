"""The phones' pages and the HTTP contract. Starlette, uvicorn and Jinja live here and nowhere else."""
