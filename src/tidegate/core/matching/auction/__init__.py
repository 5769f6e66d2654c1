"""Matching people one by one at the scale of a country: an auction that proves its own result.

People bid for slots; a slot goes to whoever bids most and its price is what the last of its holders
bid. When nobody can do better by more than ε, the plan is within ε per person of the best there is
(Bertsekas, "Auction algorithms for network flow problems", 1992: ε-scaling, similar objects, and
the reverse auction for what stays empty). In the order in which they work: ``stalls`` lays the
market out in whole numbers, ``heap`` keeps the bids of a slot, ``lines`` says what a contract asks
for one more, ``choice`` finds what a person would bid for, ``forward`` lets people bid, ``reverse``
lets empty slots look for people, ``round`` opens a round with a smaller ε, ``worth`` adds up the
bound, ``scales`` finds the prices of budgets and equity, ``auction`` runs it all.
"""
