"""The names of months that strangers' dates bear: those that mean one month in whatever language they are."""

from __future__ import annotations

_NAMES = (
    "january jan janvier januar enero ene janeiro gennaio januari",
    "february feb februar février févr fév fevrier febrero fevereiro febbraio februari",
    "march mar mars märz maerz mär marzo março maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maio maggio mei maj",
    "june jun juin juni junio junho giugno",
    "july jul juillet juil juli julio julho luglio",
    "august aug août aout agosto ago augustus augusti",
    "september sep sept septembre septiembre setembro settembre",
    "october oct octobre oktober okt octubre outubro out ottobre",
    "november nov novembre noviembre novembro",
    "december dec décembre déc decembre dezember dez diciembre dic dezembro dicembre desember",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""The number of each month by its names in lower case: English, French, German, Spanish, Portuguese, Italian, Dutch and Nordic."""
