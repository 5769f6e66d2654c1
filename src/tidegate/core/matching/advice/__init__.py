"""What else a patient could choose and what a manager could change, read off a plan's prices.

``scene`` lays the market and its prices out for loops over people, ``room`` says what is expected
to be free once some have declined, ``pick`` finds each person's next best, ``criteria`` says which
limit alone keeps whom out where, ``gains`` what each would gain without it, ``rules`` puts that
into rows.
"""
