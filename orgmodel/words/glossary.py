"""The texts around the table of measures in the glossary."""

from __future__ import annotations

FORMS = {"mean": "bình quân · mean", "most": "lớn nhất · most", "sum": "tổng · sum"}
"""How a measure sums, in both languages."""
OPENING = """# What is measured, and how / Đo gì và đo thế nào

Every measure has one formula, given here in both languages. Posts are posts, people are people, quota is quota and
members are members: they are never mixed. / Mỗi chỉ tiêu có một công thức. Vị trí, con người, biên chế và đảng viên là
bốn đại lượng khác nhau, không bao giờ cộng lẫn.

**Scopes.** `total`; `block:…`, `area:…`, `level:…`, `kind:…`; or a unit's id, which means the unit with all below it.
By block, a post goes by the block of its own quota, members and functions by
theirs, a unit by the unit's. Posts can also be crossed: `block:party,rank:head`, or with `host`, the block of the unit
that a post is in: a merger across blocks changes `host`, and `block` only where quota is said to move.
Where a study declares its blocks or levels, posts of which nobody says the block, or the level of the unit, may be of any: sums of posts
by block or level are then at least, with these rows among the missing, and a change of such posts is not known of any of them. That holds of posts
moved, yearly cost, widest spans and layers of posts as well; a mean or a ratio leaves their units out, and counts them among those that should
tell in every group. The list of missing figures has these posts and units. A unit without a block is of none: places and remainders have
none, so units, members, functions and one-off costs by block are of those that have it. Spans go by the block of the superior.

**Missing figures** are never 0. A sum over them, or a maximum, is "at least": what is known, ranges at their best
and known parts of a missing figure (official members without a total) with it, and it says how many are missing. So figures add up, whether
something is missing or not: no unit is told with less than one below it. `low` is what is proven, with ranges at their least; where that is
less, the figure is marked (`≥57*`), and sentences say both: at least 57 (47 if assumed figures are at their least). At least
nothing is no more than not known. Where nothing is missing, it is the best value with its range. A mean or a
ratio pairs what it divides unit by unit: a unit of which either side is missing is left out of both, so that it is the mean
of what is known, of `known` units out of `of` (a remainder counts as the units that it stands for; by block a unit is
paired block by block), and `missing` counts the units left out. A unit that lists no row of one of the two has none of it, so that whole figures give a
whole ratio, whoever leads and is led where; a number that is not known has a row with a blank. Where fewer than half of the units tell there is no value,
and `why` says `few_known`; a study sets another share as `known_share: 0.7` in study.yaml (`Vocabulary(known_share=0.7)` in
Python). Vacancies may be below nothing, so they are of the rows of which both figures are known and never "at least"; they are blank as
a mean is where too few units tell, and their least and most are worked out from both figures of every row. A change is exact where the same figures are missing before and
after, each by its identity and not by their number: a sum changes by what is known to change, and `now_known` says by how
much it rose for being known better; a mean of the same units is compared with itself; of a maximum it is exact only where
the greatest known value stays. **Ranges** give a least and a most;
parts of one assumed figure that come together are that figure again. `assumed` is the share of the value that comes
from rows whose source is marked `assumed`. **Remainders** (`stands_for`) count as the units they stand for; the figures
of their posts are of all of them together, heads too, and are not multiplied.

**Lists.** What is missing is listed once (`missing_figures`) and what is assumed once (`assumed_figures`: value, range, source, who
could confirm it); measures, charts, reports and `status` count what these list. What cannot be there is not missing: the authorized
number of posts outside quota, posts of party organisations, full-time equivalents where nobody keeps any. Where no post is listed
in a scope, though units of it have some by their kind, what is counted of posts is not known (`no_posts`); a sum over other units is
of the posts that are listed, without ≥, since nobody says that there are more: `show` tells how many agencies list none, and the list names them.
A unit that is known to have posts of which the number is not has a row with a blank, and then every sum over it is "at least". **People.** `filled` is
as stated; where it is blank, listed persons (and links that fill a post) are at least who is there, and all of them where no more fit: such a
row has no vacancy; the ledger and operations know the same. Who is said to hold second posts only is counted under the least of these. Two who share a post
(`share`) take one of it. `fte` is what each row states, vacant or not, as publishers count; blank on a vacant post is 0, and
`check` warns of full-time equivalents on a vacant post.

| id | tên gọi · name | công thức | formula |
|---|---|---|---|
"""

CLOSING = """
## Spans, layers and coordination

- **Mean span**: one definition, what answers directly divided by the superiors that it answers to (ISO/TS 30431, clause 5:
  those who report directly to one superior). A superior is a post with somebody under it by administrative lines, written
  or derived; a row of identical superior posts shares what is under it; a head with nobody under it is none. What answers
  is counted in three ways, never mixed:
  - in **posts** (`span_mean`, `span_max`), by superior posts;
  - in **people** (`span_people_mean`, `span_people_max`), each person once, by superior posts that are filled: so a
    list of people has spans too. A vacant superior post leads nobody;
  - in **full-time equivalents** (`span_fte_mean`), by superior posts that are filled.
- A superior of whose reports nothing is known has no span: it is in the group `unknown` of `span_groups`, never in 0
  (`spans_table`, `spans_summary`).
- **Units per unit** (`span_units_mean`): agencies, internal units and party organisations directly under a unit.
- **Average span** (`average_span`) is no mean span, and no measure: (employees − occupied manager posts) / occupied manager
  posts, as Nakisa publishes it, (53 − 4) / 4 = 12.25; managers under managers are left out of it.
- **Groups** (`span_groups`): 1, 2–3, 4–7, 8–12, 13 and more, or as set; 0 is a head with nobody. There is no legal norm
  of spans in Viet Nam: they are reported, not judged.
- **Layers** (`layers_table`, `longest_chains`): by units of the chart, places left out (`layers`); by posts (`layers_posts`),
  the depth of reporting: a post is one below the lowest of its superiors.
- **Coordination** (`coordination_table`): needs to coordinate across units (written coordination lines, functions that
  several units of one level and area perform, superiors beyond the first), each times the layers up to the first
  superior in common. Galbraith's information-processing view; what it leaves out is said in the table's module.

## Money

- **What one holder is paid a year**: the `pay` that the row of posts states; or else its `coefficient` × base pay × 12; or else
  what its `grade` gives, a yearly pay or a coefficient; or else (coefficient + allowance) × base pay × 12 by category and rank
  (pay.csv). Each is rounded once, to the smallest unit of the study. Nothing of these: the pay is missing, never 0.
- **Yearly cost** (`cost_year`, `cost_table`): pay × who is paid, at the unit and block of the post. Paid are the people present, each once,
  under the first post; of a row that states full-time equivalents and in which nobody holds two posts, those. A second post
  adds the share of the first post's pay that the study states (`money: concurrent:`), at the first post; where it states
  none, nothing. Sums are exact, and each is rounded once, at its end, to the smallest unit of the currency (a half away from
  zero), so that parts come to the whole but for that. Vacant posts cost nothing; what the whole quota would cost is
  `cost_table(of="authorized")`.
- **One date**: base pay and grades of both states are those in force at `money: at:`, or else at the date of the baseline, so
  that a new base pay is no effect of a restructuring. Every table that tells yearly cost says the date and the base pay.
- **Ranges**: an assumed pay of n people is n times its range; where people are uncertain as well, least × least to most × most.
  Posts that move, split or merge keep their pay, known, assumed or missing, so the total changes only by what is said.
- **One-off cost** (`cost_one_off`): what steps and operations state under `cost:` (severance, moving, seals), with its range;
  compare has it, as it has posts moved. A cost without an amount is missing, and so is a step that changes something and
  states no cost (`cost: 0` states that it costs nothing). Costs of a unit that has ended count where it was; of no unit that can
  be told, in the total alone.
- **Several currencies**: side by side, costs have a row for each currency, and those in different ones are not compared.
- **Years until it pays** (`comparison.analysis.money`): one-off cost by yearly saving, where both are known whole.

## Between two states

- **A unit that ends or begins** is compared with what it became or came from. Over several units a sum adds up, a maximum is the
  largest, and a mean is of all that they divide, of the units that tell, and no mean of means.
- **Posts moved**: followed row by row; a row that begins out of a part of another is led back to it by the ledger.
- **Lines**: kept, passed on (each end that differs became the other one by a merger or split), redirected (another superior, or
  between units that both went on), added, ended; with the operation that did it and why. Two lines that become one under
  another superior are two rows and one changed line.
- **Crosswalk**: for each unit before, the share of what it held, with all below it, that is in each unit after. It is counted
  from the trace, which follows every row through the run: what went there, divided by what the unit held before. The shares
  of a unit and quantity come to 1 with what ended (*after* blank), or none is known: where figures of the unit are missing no
  part of it has a share, save all of it (so where a quantity all went one way) and nothing. A unit that holds none of a quantity has no share of it either (0 of 0);
  `holds_none` lists these quantities, so that a blank says why it is one. Only a row that had come to hold posts of several
  origins is divided among them by what each holds there (`shared` in the trace). Of lineage alone, such as a register's,
  there is no trace: its own shares are multiplied along the way, and one that is not known at a step is not known over it.
- **Restated series**: `restate` puts a series of the old units on the new ones with the shares of what came to each, every
  record once. `left` lists what it could not carry over, so that both come to the whole: what ended; what no share is known
  of, once for the unit, with the units that parts of it went to; what would have gone into a unit of which another part is
  unknown. Figures of a unit that ended inside one above it are counted there; where that has no series they stand with what
  lay below. Of a unit that holds none of the quantity 0 stays 0, and any other figure is left.
- **Heads**: a unit needs one head; a split with no new quota converts one post per extra unit into a head post, a merger
  leaves one head over for each unit less.
"""
