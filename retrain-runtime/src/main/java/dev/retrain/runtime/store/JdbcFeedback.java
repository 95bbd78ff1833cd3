package dev.retrain.runtime.store;

import dev.retrain.runtime.feedback.FeedbackEvent;
import dev.retrain.runtime.feedback.FeedbackStore;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Predictions and outcomes in two tables, joined when they are read. */
final class JdbcFeedback implements FeedbackStore {

  private final Database database;

  JdbcFeedback(Database database) {
    this.database = database;
  }

  @Override
  public void keep(List<FeedbackEvent> notes) {
    database.write(
        "keep feedback",
        connection -> {
          predictions(connection, notes);
          outcomes(connection, notes);
          return notes.size();
        });
  }

  private static void predictions(Connection connection, List<FeedbackEvent> notes)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO retrain_prediction (id, version, features, score, at_millis)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
      for (FeedbackEvent note : notes) {
        if (note instanceof FeedbackEvent.Prediction prediction) {
          insert.setString(1, prediction.id());
          insert.setString(2, prediction.version());
          insert.setString(3, prediction.features());
          insert.setDouble(4, prediction.score());
          insert.setLong(5, prediction.at().toEpochMilli());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void outcomes(Connection connection, List<FeedbackEvent> notes)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO retrain_outcome (id, label, at_millis) VALUES (?, ?, ?)"
                + " ON CONFLICT (id) DO UPDATE SET label = excluded.label,"
                + " at_millis = excluded.at_millis"
                + " WHERE excluded.at_millis > retrain_outcome.at_millis"
                + " OR (excluded.at_millis = retrain_outcome.at_millis"
                + " AND excluded.label > retrain_outcome.label)")) {
      for (FeedbackEvent note : notes) {
        if (note instanceof FeedbackEvent.Outcome outcome) {
          insert.setString(1, outcome.id());
          insert.setDouble(2, outcome.label());
          insert.setLong(3, outcome.at().toEpochMilli());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  @Override
  public List<Joined> joined(Instant from, Instant to) {
    return database.read(
        "join feedback",
        connection -> {
          try (PreparedStatement select =
              connection.prepareStatement(
                  "SELECT p.version, p.at_millis, p.score, o.label FROM retrain_prediction p"
                      + " LEFT JOIN retrain_outcome o ON o.id = p.id"
                      + " WHERE p.at_millis >= ? AND p.at_millis < ? ORDER BY p.at_millis, p.id")) {
            select.setLong(1, from.toEpochMilli());
            select.setLong(2, to.toEpochMilli());
            try (ResultSet row = select.executeQuery()) {
              List<Joined> joined = new ArrayList<>();
              while (row.next()) {
                joined.add(joined(row));
              }
              return joined;
            }
          }
        });
  }

  private static Joined joined(ResultSet row) throws SQLException {
    double label = row.getDouble(4);
    boolean unknown = row.wasNull(); // asks about the column read last
    return new Joined(
        row.getString(1),
        Instant.ofEpochMilli(row.getLong(2)),
        row.getDouble(3),
        unknown ? OptionalDouble.empty() : OptionalDouble.of(label));
  }

  @Override
  public void forget(String id) {
    delete("id = ?", statement -> statement.setString(1, id));
  }

  @Override
  public void forgetBefore(Instant instant) {
    delete("at_millis < ?", statement -> statement.setLong(1, instant.toEpochMilli()));
  }

  private interface Binding {
    void on(PreparedStatement statement) throws SQLException;
  }

  private void delete(String where, Binding binding) {
    database.write(
        "forget feedback",
        connection -> {
          int gone = 0;
          for (String table : List.of("retrain_prediction", "retrain_outcome")) {
            try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM " + table + " WHERE " + where)) {
              binding.on(delete);
              gone += delete.executeUpdate();
            }
          }
          return gone;
        });
  }
}
