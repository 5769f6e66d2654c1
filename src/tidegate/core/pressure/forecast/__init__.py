"""Forecasts of many series of counts at once, as quantiles, with their own past scores.

In the order in which they work: ``situation`` says what is asked and what was known; ``daily`` and
``weekly`` make a lesson of it (``week_pattern``, ``yearly_pattern``, ``growth``, ``revisions``,
``implausible``); learners (``ridge``, ``trees``) say where each series goes; ``past_errors`` asks
them what they would have said before, and ``spread`` turns those errors into quantiles;
``forecast`` averages the learners and says which place could not be served and why. ``scores`` and
``track_record`` judge forecasts when the truth arrives, ``reaching`` says how likely a level is to
be reached.
"""
