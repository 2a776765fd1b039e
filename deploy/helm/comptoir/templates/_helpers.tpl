{{- define "comptoir.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* The labels that select pods: those of one part (root, service, role), or of all when no service is named. */}}
{{- define "comptoir.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
{{- with .service }}
comptoir/service: {{ . }}
{{- end }}
{{- with .role }}
comptoir/role: {{ . }}
{{- end }}
{{- end -}}

{{- define "comptoir.labels" -}}
{{ include "comptoir.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end -}}

{{/* The services that are installed, as JSON: all listed ones, identity only when it is enabled. */}}
{{- define "comptoir.services" -}}
{{- $services := deepCopy .Values.services -}}
{{- if not .Values.identity.enabled -}}
{{- $services = omit $services "identity" -}}
{{- end -}}
{{- toJson $services -}}
{{- end -}}

{{/* The roles that each service runs in, as JSON. */}}
{{- define "comptoir.roles" -}}
{{- ternary (list "run") (list "serve" "consume" "relay") (eq .Values.processes "single") | toJson -}}
{{- end -}}

{{/* The role that answers requests. */}}
{{- define "comptoir.front" -}}
{{- ternary "run" "serve" (eq .Values.processes "single") -}}
{{- end -}}

{{- define "comptoir.image" -}}
{{- $tag := default .appVersion .image.tag -}}
{{- if .image.digest -}}
{{ .image.repository }}@{{ .image.digest }}
{{- else -}}
{{ .image.repository }}:{{ $tag }}
{{- end -}}
{{- end -}}

{{- define "comptoir.jwksUrl" -}}
{{- if .Values.identity.enabled -}}
{{- printf "http://%s-identity:8000/.well-known/jwks.json" (include "comptoir.fullname" .) -}}
{{- else -}}
{{- required "oidc.jwksUrl says where the keys of the other provider are: set it when identity.enabled is false" .Values.oidc.jwksUrl -}}
{{- end -}}
{{- end -}}

{{/* The plain settings of a service, by name: of every service, then its own, then where its peers are. */}}
{{- define "comptoir.settings" -}}
{{- $fullname := include "comptoir.fullname" .root -}}
{{- $values := .root.Values -}}
{{- $settings := dict
  "HTTP_HOST" "0.0.0.0"
  "HTTP_PORT" "8000"
  "GRPC_HOST" "0.0.0.0"
  "GRPC_PORT" "9000"
  "KAFKA_BOOTSTRAP_SERVERS" $values.kafka.bootstrapServers
  "KAFKA_SECURITY_PROTOCOL" $values.kafka.securityProtocol
  "KAFKA_SASL_MECHANISM" $values.kafka.saslMechanism
  "KAFKA_TOPIC_PARTITIONS" (toString $values.kafka.topicPartitions)
  "KAFKA_REPLICATION_FACTOR" (toString $values.kafka.replicationFactor)
  "OIDC_ISSUER" $values.oidc.issuer
  "OIDC_JWKS_URL" (include "comptoir.jwksUrl" .root)
  "OIDC_AUDIENCE" $values.oidc.audience
  "TELEMETRY" (ternary "otlp" "off" $values.telemetry.enabled)
  "OTEL_EXPORTER_OTLP_ENDPOINT" $values.telemetry.endpoint
-}}
{{- $settings = merge (dict) (default (dict) .config.settings) $values.settings $settings -}}
{{- range default (list) .config.peers -}}
{{- $_ := set $settings (printf "%s_TARGET" (upper .)) (printf "dns:///%s-%s-grpc:9000" $fullname .) -}}
{{- end -}}
{{- toJson $settings -}}
{{- end -}}

{{/* The settings of a service that come from secrets, as a list of environment variables. */}}
{{- define "comptoir.secretEnv" -}}
{{- $values := .root.Values -}}
{{- $database := $values.database.secret -}}
{{- if contains "%s" $database -}}{{- $database = printf $database .service -}}{{- end -}}
{{- $secrets := dict
  "DATABASE_URL" (dict "secret" $database "key" $values.database.key)
  "INTERNAL_TOKEN_KEY" (dict "secret" $values.internalToken.secret "key" "INTERNAL_TOKEN_KEY")
-}}
{{- with $values.kafka.saslSecret -}}
{{- $_ := set $secrets "KAFKA_SASL_USERNAME" (dict "secret" . "key" "KAFKA_SASL_USERNAME") -}}
{{- $_ := set $secrets "KAFKA_SASL_PASSWORD" (dict "secret" . "key" "KAFKA_SASL_PASSWORD") -}}
{{- end -}}
{{- $secrets = merge (dict) (default (dict) .config.secrets) $secrets -}}
{{- range $name, $source := $secrets }}
- name: {{ $name }}
  valueFrom:
    secretKeyRef:
      name: {{ $source.secret }}
      key: {{ $source.key }}
{{- end }}
{{- end -}}

{{/* What every pod of ours has: nobody, no privileges, nothing written. */}}
{{- define "comptoir.podSecurity" -}}
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "comptoir.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* Where pods may and should run: replicas of one part on different nodes and zones where that can be. */}}
{{- define "comptoir.scheduling" -}}
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.priorityClassName }}
priorityClassName: {{ . }}
{{- end }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels: {{- include "comptoir.selector" $ | nindent 8 }}
  {{- end }}
{{- end -}}

{{- define "comptoir.jwksPort" -}}
{{- $url := urlParse (include "comptoir.jwksUrl" .) -}}
{{- regexFind ":[0-9]+$" $url.host | trimPrefix ":" | default (ternary "443" "80" (eq $url.scheme "https")) -}}
{{- end -}}

{{/* The gateway's configuration: deploy/envoy/envoy.yaml with its variables filled in. */}}
{{- define "comptoir.gatewayConfiguration" -}}
{{- $fullname := include "comptoir.fullname" . -}}
{{- $jwks := include "comptoir.jwksUrl" . -}}
{{- $url := urlParse $jwks -}}
{{- $variables := dict
  "OIDC_ISSUER" .Values.oidc.issuer
  "OIDC_AUDIENCE" .Values.oidc.audience
  "JWKS_URL" $jwks
  "JWKS_CLUSTER" (printf "keys-%s" $url.scheme)
  "JWKS_HOST" (regexReplaceAll ":[0-9]+$" $url.host "")
  "JWKS_PORT" (include "comptoir.jwksPort" .)
  "TRUSTED_HOPS" (ternary "1" "0" .Values.ingress.enabled)
-}}
{{- range $service, $_ := .Values.services -}}
{{- $_ := set $variables (printf "%s_HOST" (upper $service)) (printf "%s-%s" $fullname $service) -}}
{{- end -}}
{{- $variables = merge (dict) .Values.gateway.variables $variables (.Files.Get "files/envoy/variables.yaml" | fromYaml) -}}
{{- $configuration := .Files.Get "files/envoy/envoy.yaml" -}}
{{- range $name, $value := $variables -}}
{{- $configuration = replace (printf "${%s}" $name) $value $configuration -}}
{{- end -}}
{{- $configuration -}}
{{- end -}}
