CREATE TABLE retrain_state (
  name ${text} NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  body TEXT NOT NULL
);

-- One chain per retraining; nothing here is ever changed or deleted.
CREATE TABLE retrain_decision (
  retraining ${text} NOT NULL,
  sequence BIGINT NOT NULL,
  previous_hash CHAR(64) NOT NULL,
  hash CHAR(64) NOT NULL,
  decision TEXT NOT NULL,
  PRIMARY KEY (retraining, sequence)
);
