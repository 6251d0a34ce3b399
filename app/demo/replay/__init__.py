"""« Rejouer la soirée »: the launching evening, played again step by step on the three screens."""
