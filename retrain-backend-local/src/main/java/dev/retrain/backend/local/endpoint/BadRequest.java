package dev.retrain.backend.local.endpoint;

/** A request that no version can answer; counted for none. */
final class BadRequest extends Exception {

  private static final long serialVersionUID = 1L;

  BadRequest(String what) {
    super(what, null, false, false);
  }
}
