"""How a problem is solved: made small, cut in parts, priced, solved by HiGHS, taken apart again.

In the order in which they work: ``reach``, ``standing``, ``pools`` and ``blocks`` make the problem
small; ``parts`` cuts it; ``smooth`` learns first prices, ``master`` is the linear
program, ``sift`` lets columns in and ``pricing`` proves the bound; ``search`` runs the parts;
``settle`` makes whole people of flows, ``places``, ``longest_first`` and ``stay_first`` say who.
"""
