"""One release per document in, one release out; what disagrees becomes a finding."""
