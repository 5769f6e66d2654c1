"""Statistical process control: what is noise, what is a signal, and whether a target is in reach.

``series`` says what is plotted, ``asked`` how, ``rules`` by which rules; ``chart.chart_of`` makes
one frozen ``result.Result``, and drawing, table, export and icons are all made from that.
"""
