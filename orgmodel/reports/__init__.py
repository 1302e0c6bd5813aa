"""Reports: the annex forms as tables, and the documents around them."""
