package dev.retrain.api.retraining;

import dev.retrain.api.document.ObjectShape;
import java.util.Set;

/**
 * A kind of trigger, evaluator, metric source or data source that a document can name: its type
 * name and its document form. Found by {@link java.util.ServiceLoader}.
 *
 * @param <P> what the part is used as, such as {@link Trigger}
 * @param <T> the class of the part
 */
public interface PartType<P, T extends P> {

  /** Returns the interface the part is used as. */
  Class<P> role();

  /** Returns the value of the key {@code type}, such as {@code cron}. */
  String name();

  /** Returns the exact class of the part. */
  Class<T> type();

  /** Returns the shape of the part's own keys. */
  ObjectShape<T> shape();

  /**
   * Returns the keys that hold paths: in a document read from a file, relative ones start from that
   * file's folder.
   */
  default Set<String> pathKeys() {
    return Set.of();
  }
}
