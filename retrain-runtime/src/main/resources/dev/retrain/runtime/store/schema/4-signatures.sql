-- Ed25519 over the characters of hash, made in the transaction that wrote the entry.
ALTER TABLE retrain_decision ADD COLUMN signature TEXT;
