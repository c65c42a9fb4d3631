"""Reads of the ranking: scores on any day, what an alpha brings, and how well it foresaw."""

from calls.reports.ranking.candidates import CandidatePage, CandidateRow, candidate_rows
from calls.reports.ranking.quality import Quality, quality
from calls.reports.ranking.scores import ScoreRow, scores_on
from calls.reports.ranking.tables import CandidateCounts, candidate_counts, consequences, due_rows, point_rows

__all__ = [
    "CandidateCounts",
    "CandidatePage",
    "CandidateRow",
    "Quality",
    "ScoreRow",
    "candidate_counts",
    "candidate_rows",
    "consequences",
    "due_rows",
    "point_rows",
    "quality",
    "scores_on",
]
