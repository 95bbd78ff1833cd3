package dev.retrain.runtime.store;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.sql.SQLException;

/** Turns failures of a database into failures with the right hint. */
final class StoreFailure {

  private static final int SQLITE_BUSY = 5;
  private static final int SQLITE_LOCKED = 6;
  private static final int SQLITE_READONLY = 8;
  private static final int SQLITE_IOERR = 10;
  private static final int SQLITE_CORRUPT = 11;
  private static final int SQLITE_FULL = 13;
  private static final int SQLITE_CANTOPEN = 14;
  private static final int SQLITE_NOTADB = 26;
  private static final int PRIMARY_CODE = 0xff;

  private StoreFailure() {}

  /**
   * Returns the failure of a call.
   *
   * @param what what was tried, such as {@code cannot open the store}
   * @param passes whether the same call may succeed later
   */
  static RetrainException of(String what, SQLException cause, boolean passes) {
    String message = what + ": " + cause.getMessage();
    FailureContext hint = FailureContext.hint(hint(cause));
    return passes
        ? new TransientFailure(message, hint, cause)
        : new PermanentFailure(message, hint, cause);
  }

  /** Returns the failure to open a database; only SQLite's codes and SQL states are known then. */
  static RetrainException opening(String database, SQLException cause) {
    return of("cannot open " + database, cause, isLocked(cause) || isFull(cause));
  }

  private static String hint(SQLException cause) {
    if (isLocked(cause)) {
      return "wait for the process that holds the lock, or end it";
    }
    if (isFull(cause)) {
      return "free space on the disk of the store, then run the command again";
    }
    return switch (sqliteCode(cause)) {
      case SQLITE_READONLY, SQLITE_CANTOPEN ->
          "check that this user may read and write the file and its folder";
      case SQLITE_IOERR -> "check the disk of the store";
      case SQLITE_CORRUPT, SQLITE_NOTADB ->
          "the file is damaged or not a store; restore it from a backup";
      default -> state(cause);
    };
  }

  private static String state(SQLException cause) {
    String state = cause.getSQLState() == null ? "" : cause.getSQLState();
    if (state.startsWith("28")) {
      return "check the user and the password of the database";
    }
    return state.startsWith("08")
        ? "check that the database is running and that its address is right"
        : "check the address, the credentials and the permissions";
  }

  private static boolean isLocked(SQLException cause) {
    int code = sqliteCode(cause);
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
  }

  private static boolean isFull(SQLException cause) {
    return sqliteCode(cause) == SQLITE_FULL || "53100".equals(cause.getSQLState());
  }

  /** Returns the primary code of SQLite; 0 for other databases, which have SQL states. */
  private static int sqliteCode(SQLException cause) {
    return cause.getSQLState() == null ? cause.getErrorCode() & PRIMARY_CODE : 0;
  }
}
