package dev.retrain.spi.backend;

/** How a backend has a capability. */
public sealed interface Support {

  /** By a feature of its own. */
  record Native(String by) implements Support {
    @Override
    public String word() {
      return "native";
    }

    @Override
    public String how() {
      return by;
    }
  }

  /** By other means, as good as it goes. */
  record Emulated(String how) implements Support {
    @Override
    public String word() {
      return "emulated";
    }
  }

  /**
   * Not at all; a pipeline that needs it is refused before submission.
   *
   * @param why what the service lacks
   * @param fix what to do instead
   */
  record Absent(String why, String fix) implements Support {
    @Override
    public String word() {
      return "unsupported";
    }

    @Override
    public String how() {
      return why;
    }
  }

  /** {@code native}, {@code emulated} or {@code unsupported}. */
  String word();

  /** By what means, or why not. */
  String how();

  /** By a feature of its own. */
  static Support natively(String by) {
    return new Native(by);
  }

  /** By other means. */
  static Support emulated(String how) {
    return new Emulated(how);
  }

  /** Not at all. */
  static Support absent(String why, String fix) {
    return new Absent(why, fix);
  }
}
