package dev.retrain.backend.sagemaker;

import dev.retrain.testkit.tck.TranslatorTck;

/** Holds the translator to the contract. */
class SageMakerTckTest extends TranslatorTck {

  @Override
  protected String name() {
    return "sagemaker";
  }

  @Override
  protected String tagKeyForm() {
    return "(?!aws:)[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{1,128}";
  }

  @Override
  protected String tagValueForm() {
    return "[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]{0,256}";
  }
}
