"""Write the workbook of a ministry that does not exist, the one source of this study.

Everything in it is made up here: the country, the units, the names of people, who sits where and what they are paid. The same run gives the same
rows: `python scenarios/ministry/import/workbook.py establishment.xlsx`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl

BANNER = "Ministry of Water and Land, Republic of Tarvia (made up) – establishment as at 30/09/2026"
HEADINGS = (
    "Position No.",
    "Position Title",
    "Grade",
    "Unit Code",
    "Unit",
    "Reports To",
    "Dotted line to",
    "FTE",
    "Annual Salary",
    "Currency",
    "Status",
    "Incumbent",
)
UNITS = (
    ("MWL", "Ministry of Water and Land", "Ministry", None),
    ("SEC", "Office of the Secretary", "Office", "MWL"),
    ("AUD", "Internal Audit Unit", "Unit", "MWL"),
    ("C10", "Corporate Services Directorate", "Directorate", "MWL"),
    ("C11", "Finance Division", "Division", "C10"),
    ("C111", "Budget Section", "Section", "C11"),
    ("C112", "Payments Section", "Section", "C11"),
    ("C12", "People Division", "Division", "C10"),
    ("C121", "Recruitment Section", "Section", "C12"),
    ("C122", "Pay and Records Section", "Section", "C12"),
    ("C13", "Digital Services Division", "Division", "C10"),
    ("W20", "Water Directorate", "Directorate", "MWL"),
    ("W21", "Rivers Division", "Division", "W20"),
    ("W211", "Flood Forecasting Section", "Section", "W21"),
    ("W212", "River Works Section", "Section", "W21"),
    ("W22", "Groundwater Division", "Division", "W20"),
    ("W23", "Water Quality Division", "Division", "W20"),
    ("L30", "Land Directorate", "Directorate", "MWL"),
    ("L31", "Land Use Division", "Division", "L30"),
    ("L32", "Soils Division", "Division", "L30"),
    ("P40", "Permits and Inspection Agency", "Agency", "MWL"),
    ("P41", "Abstraction Permits Division", "Division", "P40"),
    ("P42", "Discharge Permits Division", "Division", "P40"),
    ("P43", "Northern Inspection Division", "Division", "P40"),
    ("P44", "Southern Inspection Division", "Division", "P40"),
    ("P45", "Agency Support Section", "Section", "P40"),
    ("F50", "Flood Defence Agency", "Agency", "MWL"),
    ("F51", "Dams Division", "Division", "F50"),
    ("F52", "Pumping Stations Division", "Division", "F50"),
    ("F53", "Corporate Support Section", "Section", "F50"),
    ("N60", "Inland Navigation Agency", "Agency", "MWL"),
    ("N61", "Locks Division", "Division", "N60"),
    ("N62", "Channels Division", "Division", "N60"),
    ("N63", "Corporate Support Section", "Section", "N60"),
)
PAY = {"S1": 128000, "S2": 97000, "S3": 78000, "M1": 64000, "M2": 51000, "O1": 42000, "O2": 34000, "O3": 29000}
HEADS = {"Office": "M1", "Unit": "M1", "Directorate": "S2", "Division": "S3", "Section": "M1", "Agency": "S2"}
HEAD_TITLES = {
    "Office": "Head of Office",
    "Unit": "Head of Unit",
    "Directorate": "Director",
    "Division": "Head of Division",
    "Section": "Section Head",
    "Agency": "Chief Executive",
}
# the posts under each head: title, grade, how many
STAFF = {
    "SEC": (("Private Secretary", "O1", 1), ("Administrator", "O3", 3)),
    "AUD": (("Auditor", "M2", 3),),
    "C10": (("Deputy Director", "S3", 1), ("Personal Assistant", "O3", 1)),
    "C111": (("Budget Analyst", "M2", 2), ("Budget Officer", "O1", 2)),
    "C112": (("Accountant", "M2", 2), ("Payments Officer", "O2", 4)),
    "C121": (("Recruitment Adviser", "M2", 1), ("Recruitment Officer", "O1", 2)),
    "C122": (("Pay Officer", "O2", 3), ("Records Officer", "O3", 2)),
    "C13": (("Systems Architect", "M1", 1), ("Developer", "M2", 4), ("Service Desk Officer", "O2", 3)),
    "W20": (("Deputy Director", "S3", 1), ("Personal Assistant", "O3", 1)),
    "W211": (("Hydrologist", "M2", 4), ("Duty Forecaster", "O1", 3)),
    "W212": (("Engineer", "M2", 3), ("Technician", "O2", 2)),
    "W22": (("Hydrogeologist", "M2", 4), ("Technician", "O2", 2)),
    "W23": (("Chemist", "M2", 3), ("Sampling Officer", "O2", 4)),
    "L30": (("Deputy Director", "S3", 1), ("Personal Assistant", "O3", 1)),
    "L31": (("Planner", "M2", 4), ("Mapping Officer", "O1", 2)),
    "L32": (("Soil Scientist", "M2", 3), ("Technician", "O2", 2)),
    "P40": (("Deputy Chief Executive", "S3", 1), ("Personal Assistant", "O3", 1)),
    "P41": (("Permit Officer", "O1", 5),),
    "P42": (("Permit Officer", "O1", 4), ("Chemist", "M2", 1)),
    "P43": (("Inspector", "O1", 6),),
    "P44": (("Inspector", "O1", 5),),
    "P45": (("Finance Partner", "O1", 1), ("People Partner", "O1", 1), ("Clerk", "O3", 2)),
    "F50": (("Deputy Chief Executive", "S3", 1), ("Personal Assistant", "O3", 1)),
    "F51": (("Dam Engineer", "M2", 4), ("Dam Keeper", "O2", 5)),
    "F52": (("Engineer", "M2", 2), ("Pump Operator", "O2", 6)),
    "F53": (("Finance Partner", "O1", 1), ("People Partner", "O1", 1), ("Clerk", "O3", 2)),
    "N60": (("Personal Assistant", "O3", 1),),
    "N61": (("Lock Engineer", "M2", 2), ("Lock Keeper", "O2", 6)),
    "N62": (("Surveyor", "M2", 2), ("Dredging Officer", "O2", 3)),
    "N63": (("Finance Partner", "O1", 1), ("People Partner", "O1", 1), ("Clerk", "O3", 1)),
}
# positions by unit, title and number within it
VACANT = {
    ("C10", "Deputy Director", 1),
    ("C12", "Head of Division", 1),
    ("C13", "Developer", 3),
    ("C13", "Developer", 4),
    ("W211", "Duty Forecaster", 3),
    ("W212", "Engineer", 3),
    ("W23", "Sampling Officer", 4),
    ("L31", "Mapping Officer", 2),
    ("P41", "Permit Officer", 5),
    ("P43", "Inspector", 6),
    ("P44", "Inspector", 5),
    ("F50", "Personal Assistant", 1),
    ("F51", "Dam Keeper", 5),
    ("N61", "Lock Keeper", 6),
}
FROZEN = {
    ("C112", "Payments Officer", 4),
    ("C121", "Recruitment Officer", 2),
    ("L32", "Technician", 2),
    ("F52", "Pump Operator", 6),
    ("N63", "Clerk", 1),
}
PART_TIME = {
    ("SEC", "Administrator", 3): 0.5,
    ("C111", "Budget Officer", 2): 0.8,
    ("C122", "Pay Officer", 3): 0.6,
    ("W22", "Technician", 2): 0.5,
    ("W23", "Chemist", 3): 0.8,
    ("L31", "Planner", 4): 0.6,
    ("P45", "Clerk", 2): 0.5,
    ("F53", "Clerk", 2): 0.5,
}
DOTTED = {
    ("AUD", "Head of Unit"): ("C11", "Head of Division"),
    ("P45", "Finance Partner"): ("C11", "Head of Division"),
    ("F53", "Finance Partner"): ("C11", "Head of Division"),
    ("N63", "Finance Partner"): ("C11", "Head of Division"),
    ("P45", "People Partner"): ("C12", "Head of Division"),
    ("F53", "People Partner"): ("C12", "Head of Division"),
    ("N63", "People Partner"): ("C12", "Head of Division"),
    ("F51", "Head of Division"): ("W211", "Section Head"),
}
# fmt: off
GIVEN = (
    "Aldo", "Berin", "Cassia", "Dorin", "Elka", "Faron", "Gessa", "Hadrel", "Ilva", "Joran", "Kessim", "Lorea", "Mirrel",
)
FAMILY = (
    "Ambrel", "Brenko", "Corvane", "Dastell", "Elmarin", "Fordesh", "Galvory", "Hestrin", "Imbrada",
    "Jorvelle", "Kalmost", "Lindorac", "Morvane", "Nestrel",
)
# fmt: on


def positions() -> Iterator[tuple[object, ...]]:
    """Give the rows of positions, the superiors of each by number."""
    heads = {}
    numbered = []
    for code, name, kind, parent in UNITS:
        title = "Secretary of the Ministry" if parent is None else HEAD_TITLES[kind]
        rows = [(title, "S1" if parent is None else HEADS[kind], 1)]
        for title, grade, count in rows + list(STAFF.get(code, ())):
            for one in range(1, count + 1):
                number = f"{len(numbered) + 1001}"
                superior = heads.get(code) or heads.get(parent)
                heads.setdefault(code, number)
                numbered.append((number, title, grade, code, name, superior, one))
    by_place = {(code, title): number for number, title, _, code, _, _, one in numbered if one == 1}
    for at, (number, title, grade, code, name, superior, one) in enumerate(numbered):
        place = code, title, one
        status = "Vacant" if place in VACANT else "Frozen" if place in FROZEN else "Filled"
        # every pair of names once, as 13 and 14 have no divisor in common
        person = f"{FAMILY[at % 14]}, {GIVEN[at % 13]}" if status == "Filled" else None
        dotted = by_place.get(DOTTED.get((code, title)))
        fte = PART_TIME.get(place, 1)
        yield number, title, grade, code, name, superior, dotted, fte, PAY[grade], "TVC", status, person


def write(path: Path) -> None:
    """Write the workbook, a sheet of positions and a sheet of units."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet = book.create_sheet("Establishment")
    sheet.append([BANNER])
    sheet.append([])
    sheet.append(HEADINGS)
    for row in positions():
        sheet.append(row)
    sheet = book.create_sheet("Units")
    sheet.append(["Code", "Name", "Type", "Parent code"])
    for row in UNITS:
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
