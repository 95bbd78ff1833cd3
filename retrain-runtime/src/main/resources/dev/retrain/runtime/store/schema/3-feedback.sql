CREATE TABLE retrain_prediction (
  id ${text} NOT NULL PRIMARY KEY,
  version TEXT NOT NULL,
  features TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  at_millis BIGINT NOT NULL
);

CREATE INDEX retrain_prediction_at ON retrain_prediction (at_millis);

-- Apart from predictions, since an outcome may come first.
CREATE TABLE retrain_outcome (
  id ${text} NOT NULL PRIMARY KEY,
  label DOUBLE PRECISION NOT NULL,
  at_millis BIGINT NOT NULL
);
