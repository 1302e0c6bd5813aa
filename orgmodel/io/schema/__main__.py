"""``python -m orgmodel.io.schema``: write the shipped schemas anew after a model has changed."""

from orgmodel.io.schema import write_schemas

if __name__ == "__main__":
    write_schemas()
