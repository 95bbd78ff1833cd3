package dev.retrain.backend.kubeflow;

import dev.retrain.testkit.tck.TranslatorTck;

/** Holds the translator to the contract. */
class KubeflowTckTest extends TranslatorTck {

  @Override
  protected String name() {
    return "kubeflow";
  }
}
