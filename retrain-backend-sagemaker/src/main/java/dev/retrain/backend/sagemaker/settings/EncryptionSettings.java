package dev.retrain.backend.sagemaker.settings;

import static dev.retrain.api.document.Settings.require;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.util.Optional;

/**
 * The KMS keys of jobs, by id, ARN or alias.
 *
 * @param volumeKey encrypts scratch space; the hint of a step goes before it
 * @param outputKey encrypts outputs
 */
public record EncryptionSettings(Optional<String> volumeKey, Optional<String> outputKey) {

  static final EncryptionSettings NONE = new EncryptionSettings(Optional.empty(), Optional.empty());

  /** Checks the form of the keys. */
  public EncryptionSettings {
    require(
        volumeKey.filter(key -> !isKey(key)).isEmpty()
            && outputKey.filter(key -> !isKey(key)).isEmpty(),
        "a KMS key has letters, digits and : / _ - only");
  }

  /** Returns whether a text has the form of KmsKeyId (SageMaker API model of 2025). */
  public static boolean isKey(String key) {
    return key.matches("[a-zA-Z0-9:/_-]{1,2048}");
  }

  static Shape<EncryptionSettings> shape() {
    ObjectShape.Builder<EncryptionSettings> all = ObjectShape.named("EncryptionSettings");
    var volume =
        all.maybe(
            "volumeKey", Shapes.text(), EncryptionSettings::volumeKey, "encrypts scratch space");
    var output =
        all.maybe("outputKey", Shapes.text(), EncryptionSettings::outputKey, "encrypts outputs");
    return all.build(f -> new EncryptionSettings(f.find(volume), f.find(output)));
  }
}
