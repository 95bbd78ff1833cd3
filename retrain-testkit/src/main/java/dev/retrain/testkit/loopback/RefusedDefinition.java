package dev.retrain.testkit.loopback;

/**
 * Thrown when a native definition or a request has something that an interpreter of this kit does
 * not know, or that its service would refuse. The message names it and where it stands.
 */
public final class RefusedDefinition extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Creates a refusal. */
  public RefusedDefinition(String message) {
    super(message);
  }
}
