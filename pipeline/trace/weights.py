"""Every number that linking rests on, in bits: log2 of how much likelier something is when two things are one.

The bits of all features are added (I. Fellegi and A. Sunter, 'A theory for record linkage', 1969). What two statements
share speaks for them by how rare it is, so most of these are bounds and prices; the rest is counted from the papers.
"""

from __future__ import annotations

# ------------------------------------------------------------------------------------ what is held to begin with
PRIOR_SAME_BODY = -5.0  # two statements of one body, before anything is compared
PRIOR_NEAR_BODY = -6.0  # of bodies with nearly the same name, or of one and a paper that names none
PRIOR_OTHER_BODY = -9.0  # of two bodies of one council
PRIOR_OTHER_COUNCIL = -14.0
FOLDER_LEAST = 3  # papers of one body in a folder, for one without a body to be taken for another of it
FOLDER_SHARE = 0.7  # ... and the share of those that name a body
PER_YEAR = -0.7  # for each year between them
GAP_MOST = -3.5

# --------------------------------------------------------------------------------------------------------- words
CROWD = 256  # a word is never held to be rarer than once in this many statements
DOING_MOST = 4.0  # bits of a word that says what is done to a thing, and not to which
NAME_WORDS = 1.5  # a name or an abbreviation of many words counts for no more than this many
WORD_SCALE = 0.5  # words come in phrases: each counts for half of what it would if it stood alone
MISSING_LESS = 0.2  # price of the words of one that the other lacks, as a share of their weight: the side lacking less
MISSING_MORE = 0.1  # ... and the side lacking more, for a row may tell how it goes at any length
MISSING_MOST = 20.0  # ... of which no more than so many bits count: a title says little of what a row does at length
MISSING_TOLD = 0.15  # the same where one tells how the other went: what was to be done is seldom said again in full
MISSING_TELLING = 0.05
WORDS_MOST = 13.0  # words alone never say more than this: tasks are set again in the same words
SAME_WORDS = 1.5  # the very same words in the same order, beyond what the words weigh

# ---------------------------------------------------------------------------------------------- what stands beside
ORIGIN_AGREES = 0.95  # how often the day it was raised stays the same from paper to paper
ORIGIN_MOST = 4.0
ORIGIN_DIFFERS = -5.0
ORIGIN_MISPRINT = -1.0  # differing in the year or the day alone
MONTH_DIFFERS = -3.0  # raised in two months, where of one no day is known
RAISED_THAT_MONTH = 3.0  # a row says that it was raised in the month of the minutes that hold the other
RAISED_THERE = 4.0  # a row says it was raised at the meeting whose minutes hold the other
RAISED_LATER = -3.0  # ... or only after it
NEAR_DAYS = 4  # a log's date is often some days from its meeting's
NUMBER_SAME = 3.0  # the same number where numbers stay, or of things raised at one meeting
NUMBER_PART = 1.5  # what had one number has two with a letter
NUMBER_DIFFERS = -3.0
NUMBERS_LEAST = 4  # rows of the same number with a word in common, for numbers to name things though the words drift
NUMBER_WORD = 3.0  # ... a word of so many bits
OWNER_AGREES = 0.8
OWNER_MOST = 2.5
OWNER_DIFFERS = -1.0
DUE_AGREES = 0.7
DUE_MOST = 2.5
DUE_DIFFERS = -0.4
DUE_DIFFERS_AT_ONCE = -2.0  # in two papers of one meeting
SUBJECT_MOST = 3.0
SUBJECT_DIFFERS = -3.5
HEADING_MOST = 2.0
HEADING_DIFFERS = -0.8
MATTER_SAME = 3.5  # minutes that come back to a matter open with the words under which it was set
MATTER_NEAR = 2.0  # ... or with some of them
PART_SAME = 1.0
PART_DIFFERS = -2.0
ORDER_MOST = 1.0  # standing in the same place of the list
BETWEEN_MOST = 2.0  # standing between the same two rows
BETWEEN_WORDS = 1.5  # ... which says no more than so many bits beyond what the words do: rows give way to look-alikes
ORDER_KEPT = 0.6  # the share of the rows that go together which must keep their order, for it to say something
ROUTINE = -2.5  # for each doubling of the minutes that hold the very same words
OTHER_YEAR = -8.0  # for two years, or for a season and set a year apart
YEAR_DAYS = 270  # days that stand for a year between two meetings
TELLS_OF = 1.5  # the later tells how something went, and the earlier is something to be done
TELLING_WORDS = 3.0  # ... and their words alone say as much
TOLD_BEFORE = -6.0  # ... but was said before the thing was set
COMPANY_EACH = 1.2  # for each doubling of the other statements of the two papers that go together
COMPANY_MOST = 4.0  # ... of papers of two bodies
COMPANY_MOST_OWN = 0.0  # ... and of one
CARRIED_LEAST = 3  # things of two papers that would go together if the one went on with the other: then it may
CARRIED_SHARE = 0.34  # ... and so large a share of those of the shorter paper
COMPANY_OWN = 3.0  # what that says of the others, where the papers are of one body
OWN_WORDS = 0.5  # ... but no more than their words do, less so many bits
LEFT_MOST = 2.0  # rows left over where most others of the two papers go together
SAME_MEETING = 4.0  # a report's recommendation and a decision in the minutes of the meeting it was made for
MEETING_AFTER = 1.0  # ... or of one within DECIDED_DAYS of it
OTHER_MEETING = -3.0
DECIDED_DAYS = 60
TITLE_IS_HEADING = 4.0  # ... under a heading in the words of the report's title
TITLE_NOT_HEADING = -4.0  # ... or under one that has none of them
CLOSED_BEFORE = -3.5  # the earlier was finished, the later is not
CLOSED_OTHER = -7.0  # ... and has other words: what is opened again is mostly called what it was
SAME_KIND_OF_PAPER = 1.0  # a row of a log and one of the next

# ------------------------------------------------------------------------------- sentences that are no statements
ARISING = 3.0  # said under 'Matters arising' of the next minutes
NEXT_MINUTES = 1.0  # ... or anywhere else in them
NOTHING_NEAR = -3.0  # what a thing must weigh to come near, before it is known to be alone
PLAIN = -1.0  # said in passing
ONE_WORD = -4.0  # one word in common, and nothing beside it
OWNER_NAMED = 1.0  # it names who was to do it
CONTEXT_SHARE = 0.5  # what the words that led up to a thing count for, beside its own
MATTER_WORDS = 1.0  # bits of words that will do where the next minutes name the very matter
RECALLS = 2.0  # it says that it was promised, asked for or agreed before
NAMES_YEAR = 2.0  # ... and when: 'the pledge of 2012'
RECALLED_DAYS = 2600  # ... and was last spoken of so many days before at most
WHEN_DUE = 1.0  # it gives a day about when the thing was due
DUE_NEAR = 100  # ... so many days from it at most
TOLD_TOGETHER = 3.0  # the report also tells of something else that was set with it
PUT_BACK = 1.5  # it gives another day for what was due on one
DEED = 1.5  # it tells as done the deed that was to be done
TIDINGS_FROM = 2.0  # links of fewer bits are left out, but for those under 'Matters arising'
TIDINGS_WORDS = 5.0  # bits of shared words from which a thing is looked at
TIDINGS_MARGIN = 1.5  # a sentence goes with a thing when the next best is so much less likely
TIDINGS_DAYS = 1100  # ... and was last spoken of so many days before at most
TIDINGS_MOST = 3  # sentences of one paper that tell of one thing

# -------------------------------------------------------------------------------------------------- what is done
LINK_FROM = 1.0  # links of fewer bits are left out
ALONE_MOST = 2.0  # no other row of either log comes near
ALONE_SHARE = 0.5  # ... half of the bits by which the next best falls short
MARGIN = 0.6  # a link must be so much better than the next best of either side, or neither is made
NEIGHBOURS_FROM = -1.0  # a thread is not joined when two rows that would follow each other are as unlike as this
TWICE_FROM = 9.0  # bits of words from which two rows of one paper may be one thing printed twice

# ---------------------------------------------------------------------------------------------------- candidates
KEY_CROWD_BODY = 400  # a word in more statements of one body than this brings none together
KEY_CROWD_ALL = 40  # ... or in more statements of all bodies
CANDIDATES = 16  # most likely others that a statement is compared with
AGAIN = 3  # ... and earlier statements of the very same words
CHUNK = 1000  # statements whose candidates are looked up at once
RELINK_GROWTH = 0.2  # words are weighed anew, and all links with them, when the corpus has grown by this share

# --------------------------------------------------------------------------------------------------------- series
SERIES_FROM = 2  # things that two papers must both list for the later to go on where the earlier left off
SERIES_REACH = 6  # papers after one in which a thing comes back that are counted
SERIES_TITLE = 0.6  # share of the words of a title that two logs of one body must have in common
ORIGIN_SHARE = 0.1  # share of the rows of a list that the last meeting before it must have set, for a list without date
