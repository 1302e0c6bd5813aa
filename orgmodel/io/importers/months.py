"""The names of months that strangers' dates bear: those that mean one month in whatever language they are."""

from __future__ import annotations

_NAMES = (
    "january jan janvier januar enero ene janeiro gennaio januari stycznia มกราคม มค ledna января січня ianuarie ocak",
    "february feb februar février févr fév fevrier febrero fevereiro febbraio februari lutego กุมภาพันธ์ กพ února februarie февраля лютого şubat",
    "march mar mars märz maerz mär marzo março maart mrt marca มีนาคม มีค března марта березня martie mart",
    "april apr avril avr abril abr aprile kwietnia เมษายน เมย dubna апреля квітня aprilie nisan",
    "may mai mayo maio maggio mei maj maja พฤษภาคม พค května мая травня may\u0131s",
    "june jun juin juni junio junho giugno czerwca มิถุนายน มิย června июня червня iunie haziran",
    "july jul juillet juil juli julio julho luglio lipca กรกฎาคม กค července июля липня iulie temmuz",
    "august aug août aout agosto ago augustus augusti sierpnia สิงหาคม สค srpna августа серпня agustus ağustos",
    "september sep sept septembre septiembre setembro settembre września กันยายน กย září сентября вересня septembrie eylül",
    "october oct octobre oktober okt octubre outubro out ottobre października ตุลาคม ตค října октября жовтня octombrie ekim",
    "november nov novembre noviembre novembro listopada พฤศจิกายน พย listopadu ноября листопада noiembrie kas\u0131m",
    "december dec décembre déc decembre dezember dez diciembre dic dezembro dicembre desember grudnia ธันวาคม ธค prosince декабря грудня decembrie aral\u0131k",
)
MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
"""The number of each month by its names in lower case: English, French, German, Spanish, Portuguese, Italian, Dutch, Nordic, Polish, Czech, Russian, Ukrainian, Romanian, Turkish, Indonesian and Thai, the last without points."""
