package dev.retrain.backend.kubeflow;

import dev.retrain.testkit.tck.TranslatorTck;

/** Holds the translator to the contract. */
class KubeflowTckTest extends TranslatorTck {

  @Override
  protected String name() {
    return "kubeflow";
  }

  @Override
  protected String tagKeyForm() {
    return "retrain.dev/[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  }

  @Override
  protected String tagValueForm() {
    return ".*";
  }
}
