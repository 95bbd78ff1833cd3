package dev.retrain.backend.azure;

import dev.retrain.testkit.tck.TranslatorTck;

/** Holds the translator to the contract. */
class AzureTckTest extends TranslatorTck {

  @Override
  protected String name() {
    return "azure";
  }

  @Override
  protected String tagKeyForm() {
    return "[^<>%&\\\\?/]{1,512}";
  }

  @Override
  protected String tagValueForm() {
    return ".{0,256}";
  }
}
