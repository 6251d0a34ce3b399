"""The only writers of venues: applications, steps, interests, answers; and what decisions make of them."""
