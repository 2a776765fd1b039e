"""Files of others: what is written and read byte by byte, with the libraries that know how."""
