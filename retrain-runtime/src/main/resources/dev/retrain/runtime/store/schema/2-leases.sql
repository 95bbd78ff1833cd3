-- A row stays when its lease ends, so that its token never goes back.
CREATE TABLE retrain_lease (
  name ${text} NOT NULL PRIMARY KEY,
  token BIGINT NOT NULL,
  expires_millis BIGINT NOT NULL
);
