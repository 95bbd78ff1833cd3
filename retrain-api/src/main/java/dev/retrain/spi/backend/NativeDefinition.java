package dev.retrain.spi.backend;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A pipeline as a service understands it: files of text, sorted by path. The same pipeline and
 * settings give the same bytes.
 *
 * @param files relative path, such as {@code sagemaker/pipeline.json}, to content
 */
public record NativeDefinition(Map<String, String> files) {
  /** Copies and sorts. */
  public NativeDefinition {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }
}
