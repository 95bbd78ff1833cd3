package dev.retrain.backend.vertex;

import dev.retrain.testkit.tck.TranslatorTck;

/** Holds the translator to the contract. */
class VertexTckTest extends TranslatorTck {

  @Override
  protected String name() {
    return "vertex";
  }

  @Override
  protected String tagKeyForm() {
    return "(?!retrain-run$)[a-z][a-z0-9_-]{0,62}";
  }

  @Override
  protected String tagValueForm() {
    return "[a-z0-9_-]{0,63}";
  }
}
