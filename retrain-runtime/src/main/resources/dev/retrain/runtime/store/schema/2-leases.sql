-- A row stays for a while when its lease ends; its token never goes back.
CREATE TABLE retrain_lease (
  name ${text} NOT NULL PRIMARY KEY,
  token BIGINT NOT NULL,
  expires_millis BIGINT NOT NULL
);
