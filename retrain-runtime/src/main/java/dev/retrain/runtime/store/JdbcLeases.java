package dev.retrain.runtime.store;

import dev.retrain.spi.state.Leases;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Leases in a table: a row per name with a growing token and a time of expiry. Plain SQL instead of
 * a scheduler library, because the loop's state already decides who acts: a lease only spares nodes
 * work another is doing.
 *
 * <p>A token is the time in milliseconds at which the lease was taken, or one more than the token
 * before: it grows even where the row of an earlier holder is gone, a day after its lease ended.
 */
final class JdbcLeases implements Leases {

  private static final Duration KEPT = Duration.ofDays(1);

  private final Database database;
  private final Clock clock;
  private volatile Instant pruned = Instant.MIN;

  JdbcLeases(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public Optional<Lease> acquire(String name, Duration length) {
    Instant now = clock.instant();
    Instant expires = now.plus(length);
    if (pruned.isBefore(now.minus(KEPT))) {
      pruned = now;
      prune(now.minus(KEPT));
    }
    return database.write(
        "lease " + name,
        connection -> {
          if (!take(connection, name, now, expires)) {
            return Optional.empty();
          }
          return Optional.of(new Held(name, token(connection, name), expires));
        });
  }

  /** In a transaction of its own, which waits for no row while it holds another's. */
  private void prune(Instant ended) {
    database.write(
        "prune leases",
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("DELETE FROM retrain_lease WHERE expires_millis < ?")) {
            delete.setLong(1, ended.toEpochMilli());
            return delete.executeUpdate();
          }
        });
  }

  private static boolean take(Connection connection, String name, Instant now, Instant expires)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            "INSERT INTO retrain_lease (name, token, expires_millis) VALUES (?, ?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET token = CASE"
                + " WHEN excluded.token > retrain_lease.token THEN excluded.token"
                + " ELSE retrain_lease.token + 1 END,"
                + " expires_millis = excluded.expires_millis"
                + " WHERE retrain_lease.expires_millis <= ?")) {
      upsert.setString(1, name);
      upsert.setLong(2, Math.max(1, now.toEpochMilli()));
      upsert.setLong(3, expires.toEpochMilli());
      upsert.setLong(4, now.toEpochMilli());
      return upsert.executeUpdate() == 1;
    }
  }

  private static long token(Connection connection, String name) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT token FROM retrain_lease WHERE name = ?")) {
      select.setString(1, name);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Sets when a lease ends, if its holder still has it. */
  private boolean expire(String name, long token, Instant when) {
    return database.write(
        "renew the lease " + name,
        connection -> {
          try (PreparedStatement update =
              connection.prepareStatement(
                  "UPDATE retrain_lease SET expires_millis = ? WHERE name = ? AND token = ?")) {
            update.setLong(1, when.toEpochMilli());
            update.setString(2, name);
            update.setLong(3, token);
            return update.executeUpdate() == 1;
          }
        });
  }

  private final class Held implements Lease {
    private final String name;
    private final long token;
    private volatile Instant expires;

    Held(String name, long token, Instant expires) {
      this.name = name;
      this.token = token;
      this.expires = expires;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long fencingToken() {
      return token;
    }

    @Override
    public Instant expires() {
      return expires;
    }

    @Override
    public boolean renew(Duration length) {
      Instant longer = clock.instant().plus(length);
      boolean mine = expire(name, token, longer);
      if (mine) {
        expires = longer;
      }
      return mine;
    }

    @Override
    public void close() {
      expire(name, token, clock.instant());
    }
  }
}
