package dev.retrain.runtime.node;

/** Which retrainings this node may carry on. Thread-safe. */
public interface RetrainingLeases extends AutoCloseable {

  /** Holds all of them: there is no other node, or the first to save decides. */
  RetrainingLeases ALL =
      new RetrainingLeases() {
        @Override
        public void refresh() {}

        @Override
        public void renew() {}

        @Override
        public boolean holds(String retraining) {
          return true;
        }

        @Override
        public void close() {}
      };

  /**
   * Looks who else is there, and renews if it is time.
   *
   * @throws dev.retrain.api.error.RetrainException if the store fails; what is held stays held
   *     until it ends
   */
  void refresh();

  /**
   * Renews if it is time; called by a heartbeat, so that no look is too long for the lease.
   *
   * @throws dev.retrain.api.error.RetrainException as {@link #refresh}
   */
  void renew();

  /** Returns whether this node may act for a retraining now; makes no call. */
  boolean holds(String retraining);

  /** Gives everything back, so that others need not wait. */
  @Override
  void close();
}
