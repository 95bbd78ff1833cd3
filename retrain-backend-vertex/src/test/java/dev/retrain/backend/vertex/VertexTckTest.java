package dev.retrain.backend.vertex;

import dev.retrain.testkit.tck.TranslatorTck;

/** Holds the translator to the contract. */
class VertexTckTest extends TranslatorTck {

  @Override
  protected String name() {
    return "vertex";
  }
}
