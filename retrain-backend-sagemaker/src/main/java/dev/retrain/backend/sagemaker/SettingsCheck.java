package dev.retrain.backend.sagemaker;

/** Refuses settings. */
final class SettingsCheck {

  private SettingsCheck() {}

  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
