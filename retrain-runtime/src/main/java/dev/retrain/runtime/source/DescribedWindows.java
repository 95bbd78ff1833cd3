package dev.retrain.runtime.source;

import dev.retrain.api.source.DataWindows;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.data.Roles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Windows of data with the kinds and roles of their columns, which the triggers, the backtest and
 * the steps of a run use alike.
 */
public interface DescribedWindows extends DataWindows {

  /** Returns the roles of the columns, those of the schema included. */
  Roles roles();

  /** Returns the schema's file, if there is one. */
  Optional<Path> schema();

  /**
   * Returns how the rows of a window are read.
   *
   * @throws dev.retrain.api.error.RetrainException if the schema cannot be read
   */
  ReadOptions readOptions();

  /** Returns how the rows of any windows are read: by their description, else by their content. */
  static ReadOptions readOptions(DataWindows windows) {
    return windows instanceof DescribedWindows described
        ? described.readOptions()
        : ReadOptions.standard();
  }

  /** Returns the roles of the columns of any windows; none without a description. */
  static Roles roles(DataWindows windows) {
    return windows instanceof DescribedWindows described ? described.roles() : Roles.NONE;
  }
}
