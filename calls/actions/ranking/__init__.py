"""Keeping the ranking up to date: scores from orders, tables from the desk's past, candidates for the queue."""

from calls.actions.ranking.candidates import propose_candidates
from calls.actions.ranking.night import keep_up, rank_everybody
from calls.actions.ranking.outlook import work_out_outlook
from calls.actions.ranking.points import learn_points
from calls.actions.ranking.score import score_again, score_customers, score_everybody

__all__ = [
    "keep_up",
    "learn_points",
    "propose_candidates",
    "rank_everybody",
    "score_again",
    "score_customers",
    "score_everybody",
    "work_out_outlook",
]
