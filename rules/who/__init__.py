"""Who is who: one person behind many addresses and spellings (DOMAIN.md section 2, rule 14)."""
