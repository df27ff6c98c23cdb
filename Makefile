STATIC := officer/web/static
KERN   := $(STATIC)/node_modules/@kern-ux/native

assets: $(STATIC)/vendor/.stamp

# Brings the front-end files of others: what the lock file fixes, by its hashes,
# without running scripts of theirs; the needed ones are copied unmodified.
$(STATIC)/vendor/.stamp: $(STATIC)/package-lock.json
	cd $(STATIC) && npm ci --ignore-scripts --include=dev --no-audit --no-fund --loglevel=error
	mkdir -p $(@D)
	cp $(KERN)/dist/kern.min.css $(@D)/
	cp $(addprefix $(KERN)/dist/fonts/fira-sans/FiraSans-,Regular.woff2 Medium.woff2 SemiBold.woff2 Bold.woff2) $(@D)/
	cp $(addprefix $(KERN)/dist/fonts/noto-sans/NotoSans-,Regular.woff2 Bold.woff2) $(@D)/
	cp $(KERN)/LICENSE.md $(@D)/KERN-LICENSE.txt
	touch $@
