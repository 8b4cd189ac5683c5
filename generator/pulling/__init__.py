"""`proxysmith pull`: the metadata of a running installation, or of the vendor's zips, as a folder of sources.

`pull.py` has the steps in order. Addresses, answers, documents and records are values; the network is
touched in `fetching.py` alone, the disk in `keeping.py` and `writing.py`.
"""
