package dev.retrain.testkit.tck;

/** What the cases of a kit ran on, and so how much a passed case proves. */
public enum ProofBasis {
  /** Nothing was called: definitions were made and checked. */
  TRANSLATION("translation only"),
  /** Against a server that emulates the service. */
  EMULATOR("on emulators"),
  /** On the machine the backend is for. */
  THIS_MACHINE("by running"),
  /** Against the service itself. */
  LIVE("on the live service");

  private final String words;

  ProofBasis(String words) {
    this.words = words;
  }

  /** Returns the words for a table, such as {@code on emulators}. */
  public String words() {
    return words;
  }
}
