package dev.retrain.spi.backend;

/** How a backend supports a capability. */
public sealed interface Support {

  /** By a feature of the service. */
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

  /** By other means, as far as the service allows. */
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

  /** Returns {@code native}, {@code emulated} or {@code unsupported}. */
  String word();

  /** Returns by which means, or why not. */
  String how();

  /** Returns support by a feature of the service. */
  static Support natively(String by) {
    return new Native(by);
  }

  /** Returns support by other means. */
  static Support emulated(String how) {
    return new Emulated(how);
  }

  /** Returns the declaration that a capability is absent. */
  static Support absent(String why, String fix) {
    return new Absent(why, fix);
  }
}
