"""The names of months that strangers' dates bear: those that mean one month in whatever language they are."""

from __future__ import annotations

_NAMES = (
    "january jan janvier januar enero ene janeiro gennaio januari stycznia มกราคม มค",
    "february feb februar février févr fév fevrier febrero fevereiro febbraio februari lutego กุมภาพันธ์ กพ",
    "march mar mars märz maerz mär marzo março maart mrt marca มีนาคม มีค",
    "april apr avril avr abril abr aprile kwietnia เมษายน เมย",
    "may mai mayo maio maggio mei maj maja พฤษภาคม พค",
    "june jun juin juni junio junho giugno czerwca มิถุนายน มิย",
    "july jul juillet juil juli julio julho luglio lipca กรกฎาคม กค",
    "august aug août aout agosto ago augustus augusti sierpnia สิงหาคม สค",
    "september sep sept septembre septiembre setembro settembre września กันยายน กย",
    "october oct octobre oktober okt octubre outubro out ottobre października ตุลาคม ตค",
    "november nov novembre noviembre novembro listopada พฤศจิกายน พย",
    "december dec décembre déc decembre dezember dez diciembre dic dezembro dicembre desember grudnia ธันวาคม ธค",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""The number of each month by its names in lower case: English, French, German, Spanish, Portuguese, Italian, Dutch, Nordic, Polish and Thai, the last without points."""
