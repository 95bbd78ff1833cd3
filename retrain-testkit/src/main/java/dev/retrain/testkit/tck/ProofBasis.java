package dev.retrain.testkit.tck;

/** On what a kit held its subject to the contract: how much a passed case is worth. */
public enum ProofBasis {
  /** Nothing was called: definitions were made and looked at. */
  TRANSLATION("translation only"),
  /** Against a server that stands in for the service. */
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
