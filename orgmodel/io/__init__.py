"""Files in and out: YAML, CSV and XLSX with the place of every cell, importers and exporters."""
