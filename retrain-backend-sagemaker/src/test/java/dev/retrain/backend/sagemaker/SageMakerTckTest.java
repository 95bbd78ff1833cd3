package dev.retrain.backend.sagemaker;

import dev.retrain.testkit.tck.TranslatorTck;

/** Holds the translator to the contract. */
class SageMakerTckTest extends TranslatorTck {

  @Override
  protected String name() {
    return "sagemaker";
  }
}
