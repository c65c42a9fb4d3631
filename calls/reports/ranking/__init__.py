"""Reads of the ranking: scores on any day, what an alpha brings, and how well it foresaw."""

from calls.reports.ranking.scores import ScoreRow, scores_on

__all__ = ["ScoreRow", "scores_on"]
